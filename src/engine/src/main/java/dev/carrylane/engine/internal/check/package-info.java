/** What public operations ask of their arguments, and the messages of refusals. */
package dev.carrylane.engine.internal.check;
