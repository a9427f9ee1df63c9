"""What holds for the checkout as a whole: its build files, its documents, its lists of dependencies."""
