"""Roll: pupils, staff, carers and groups from the files of other systems."""
