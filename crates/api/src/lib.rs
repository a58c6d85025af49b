//! Every command, declared once, with its request, response and handler.
