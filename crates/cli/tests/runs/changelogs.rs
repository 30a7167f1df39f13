//! Notes and the files that they go to.
