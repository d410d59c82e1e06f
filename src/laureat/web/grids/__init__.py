"""Assessment on a grid: taps that are added and never changed, marks settled into the log, workbooks."""
