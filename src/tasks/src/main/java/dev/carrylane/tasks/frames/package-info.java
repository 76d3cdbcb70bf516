/** Frames in files and pipes: as CSV text, as NumPy arrays, as tokens. */
package dev.carrylane.tasks.frames;
