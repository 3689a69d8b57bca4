"""CLI: the `handrail` console command."""
