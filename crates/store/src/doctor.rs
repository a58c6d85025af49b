//! The doctor: reads the whole library and tells what is wrong with it.
