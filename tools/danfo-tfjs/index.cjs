// Loaded when it is first used: the data frame itself does without tensors.
module.exports = new Proxy({}, { get: (_, name) => require("@tensorflow/tfjs")[name] });
