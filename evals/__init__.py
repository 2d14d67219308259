"""Questions with known answers on the bundled articles, and the figures that come of asking them."""
