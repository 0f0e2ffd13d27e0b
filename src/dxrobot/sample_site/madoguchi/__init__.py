"""窓口: the applications that clerks register."""
