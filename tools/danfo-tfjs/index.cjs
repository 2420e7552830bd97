const tf = require("@tensorflow/tfjs");
module.exports = tf;
