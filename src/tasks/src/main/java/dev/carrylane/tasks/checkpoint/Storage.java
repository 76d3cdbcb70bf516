package dev.carrylane.tasks.checkpoint;

/**
 * An array of elements in a checkpoint, shared by any number of tensors. That the archive has it and
 * in this size is checked before one is made, and only one is made for every key.
 *
 * @param number counts the storages of a checkpoint
 * @param type the type of its elements
 * @param key the name of its entry in the archive's folder {@code data}
 * @param elements how many elements it has
 */
record Storage(int number, StorageType type, String key, int elements) {}
