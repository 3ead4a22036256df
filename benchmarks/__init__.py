"""What is it like at full size? Each script measures one thing and reports its figures by `benchmarks.figure.report`."""
