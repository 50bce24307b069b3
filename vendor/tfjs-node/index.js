const { quietly } = require('../../scripts/system/quiet.cjs');

module.exports = quietly(() => require('@tensorflow/tfjs-node-gpu')); // a notebook may load it before `lib` does
