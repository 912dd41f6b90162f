"""Reading the files of other training apps."""
