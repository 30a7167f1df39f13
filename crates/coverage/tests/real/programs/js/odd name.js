'use strict';
exports.grade = (n, scale = 2) => {
  switch (n) {
    case 0: return 1;
    case 9: return never(n);
    default:
  }
  if (n > 7) {
    n -= 7;
    return n;
  }
  return n && scale;
};
