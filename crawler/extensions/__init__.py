"""Extensions, one component a file."""
