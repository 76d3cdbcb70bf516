/** The kernel interfaces and the thread loop; not API. */
package dev.carrylane.engine.internal;
