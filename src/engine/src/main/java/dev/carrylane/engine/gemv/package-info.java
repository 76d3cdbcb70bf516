/** Matrix-vector products on weights packed once. */
package dev.carrylane.engine.gemv;
