/** The little JSON that model files need, read strictly. */
package dev.carrylane.network.json;
