/** Shared with the command, and no part of the library's interface. */
package dev.carrylane.network.internal;
