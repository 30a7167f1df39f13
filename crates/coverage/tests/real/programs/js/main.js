'use strict';
const { grade } = require('./odd name.js');

function never(n) { const twice = n * 2; return twice; }

let total = 0; for (let i = 0; i < 4; i += 1) total += grade(i);
if (total > 99) total = never(total);
console.log(total > 0 ? 'some' : 'none');
