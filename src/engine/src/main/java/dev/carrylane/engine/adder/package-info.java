/** Multi-word binary addition: the adder that carry lookahead comes from. */
package dev.carrylane.engine.adder;
