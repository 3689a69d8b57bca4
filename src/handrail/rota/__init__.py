"""The rota: turns of duty by weekday and date, who stands where, swaps, and the log of zones."""
