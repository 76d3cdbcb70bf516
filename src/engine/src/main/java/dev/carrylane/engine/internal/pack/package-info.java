/** Right operands of products in the layout of the vector kernels. */
package dev.carrylane.engine.internal.pack;
