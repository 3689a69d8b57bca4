"""The equality return: bullying and prejudice counted by term, small numbers held back."""
