/** Where operations run: the backend and the threads. */
package dev.carrylane.engine;
