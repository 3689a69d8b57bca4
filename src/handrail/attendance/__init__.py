"""Attendance: brought in from the school’s register, which is kept elsewhere."""
