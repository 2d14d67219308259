"""How well furniture is told from story: made-up pages of many kinds of furniture, and what reading them keeps."""
