"""From question and evidence to an answer: prompts and what writes from them."""
