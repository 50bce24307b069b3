module.exports = require('@tensorflow/tfjs-node-gpu');
