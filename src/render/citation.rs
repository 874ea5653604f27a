//! References to the words of a citation style.
