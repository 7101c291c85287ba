"""From hits to evidence: the sentence to quote, its score, and whether the answer is there at all."""
