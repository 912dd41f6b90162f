"""What a person did, and what it did for them: logged sessions and progress."""
