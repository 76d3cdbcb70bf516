/** PyTorch checkpoints, read as data: nothing that a file names is ever run. */
package dev.carrylane.tasks.checkpoint;
