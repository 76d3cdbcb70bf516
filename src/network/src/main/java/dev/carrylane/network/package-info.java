/** Layers and models. */
package dev.carrylane.network;
