/** The kinds of layers that a model is a list of: for each a description, and beside it what runs it. */
package dev.carrylane.network.layer;
