"""What came in? 采集: sheets of the offices, read, checked and landed whole."""
