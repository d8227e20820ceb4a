//! Bounds on what a file may ask of us. Each can be set lower or higher by the caller; none can be absent.

/// What a file may at most be and unpack to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A workbook on the disk. CSV has no such bound: it is read as a stream.
    pub workbook_bytes_max: u64,
    /// What a workbook may unpack to.
    pub unpacked_bytes_max: u64,
    /// From this unpacked size on a workbook may not be more than `unpacked_times_max` times its own size.
    pub suspect_from_bytes: u64,
    /// Honest tables shrink 10 to 30 times when packed.
    pub unpacked_times_max: u64,
    /// Cells of one sheet that hold something.
    pub cells_max: u64,
    /// Cells of a row; Excel has so many columns.
    pub columns_max: usize,
    /// One row of CSV, with all the lines its quoted cells span.
    pub row_bytes_max: usize,
    /// Empty lines in a run that come out as rows; a longer gap is one note.
    pub blank_rows_max: u64,
    /// Rows looked at before the first comes out: to find the heading and to see what the columns hold.
    pub looked_at_rows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            workbook_bytes_max: 512 << 20,
            unpacked_bytes_max: 3 << 30,
            suspect_from_bytes: 64 << 20,
            unpacked_times_max: 150,
            cells_max: 60_000_000,
            columns_max: 16_384,
            row_bytes_max: 8 << 20,
            blank_rows_max: 10_000,
            looked_at_rows: 200,
        }
    }
}
