//! The prompt: instructions, numbered evidence in delimited blocks, the question.
