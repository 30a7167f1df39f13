'use strict';
exports.unused = (n) => {
  const next = n + 1;
  return next;
};
