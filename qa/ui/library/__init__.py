"""The library on the page: looking through it, reading on, adding by dropping files, removing and undoing."""
