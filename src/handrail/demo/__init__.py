"""Demo: the made-up schools of Spring Lane, for the demonstration, the tests and the pictures."""
