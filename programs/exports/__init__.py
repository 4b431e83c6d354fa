"""What leaves the office on paper or as a workbook: first a frozen dataclass of everything printed, then bytes."""
