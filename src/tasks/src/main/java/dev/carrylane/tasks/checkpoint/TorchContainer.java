package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import java.io.IOException;

/** A file that {@code torch.save} wrote: a pickle and storages. Open until closed; of one thread. */
interface TorchContainer extends AutoCloseable {
  /** What messages call the pickle. */
  String pickleName();

  /** Reads the pickle. Storages are only referred to; may be called once. */
  Object unpickle() throws IOException;

  /**
   * Checks that a storage can have the size that the pickle claims, without reading it. To be called
   * once for each storage.
   *
   * @return the number of elements
   */
  int checkedElements(StorageType type, String key, long elements) throws MalformedFileException;

  /** The bytes of a storage that was checked. */
  byte[] read(Storage storage) throws IOException;

  @Override
  void close() throws IOException;
}
