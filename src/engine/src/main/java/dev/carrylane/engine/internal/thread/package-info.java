/** The loop that shares parts of one piece of work among threads. */
package dev.carrylane.engine.internal.thread;
