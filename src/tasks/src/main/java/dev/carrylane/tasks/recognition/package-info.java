/** What model a checkpoint's tensors are: from names, shapes and settings of modules to a list of layers. */
package dev.carrylane.tasks.recognition;
