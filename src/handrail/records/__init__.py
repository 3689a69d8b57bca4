"""Records: the spine. One door to read, one to write; kinds declare, the spine acts."""
