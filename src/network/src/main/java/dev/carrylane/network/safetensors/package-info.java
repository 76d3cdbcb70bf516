/** Model files: named tensors and text metadata in the safetensors format. */
package dev.carrylane.network.safetensors;
