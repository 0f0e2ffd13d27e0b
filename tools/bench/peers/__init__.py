"""What fills the forms: each a process of its own that is told over a line what to enter."""
