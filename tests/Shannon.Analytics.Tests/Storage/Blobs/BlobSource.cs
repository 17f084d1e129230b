using Shannon.Analytics.Diagnostics;
using Shannon.Analytics.Internals.Codecs;
using Shannon.Analytics.Storage.Blobs;
using Shannon.Analytics.Storage.Encryption;

namespace Shannon.Analytics.Tests.Storage.Blobs;

/// <summary>Encoders and decoders over one key that a test may exchange.</summary>
internal sealed class BlobSource : IDisposable
{
    private readonly List<BlobEncoder> _encoders = [];

    public BlobSource(params EncryptionKey[] keys)
    {
        Keys = new FixedKeys(keys.Length == 0 ? [SomeKey("k1")] : keys);
        Decoder = new BlobDecoder(new KeyRing(Keys));
    }

    public FixedKeys Keys { get; }

    public BlobDecoder Decoder { get; }

    public static EncryptionKey SomeKey(string id, byte fill = 7) => new(id, Enumerable.Repeat(fill, EncryptionKey.Length).ToArray());

    public BlobEncoder NewEncoder(bool compress, bool encrypt, uint firstCounter = 0)
    {
        var encoder = new BlobEncoder(compress, encrypt ? new BlobEncryptor(Keys.Current, firstCounter) : null);
        _encoders.Add(encoder);
        return encoder;
    }

    public static byte[] Encode(BlobEncoder encoder, BlobIdentity identity, ReadOnlySpan<byte> content)
    {
        using var output = new ByteWriter();
        encoder.Encode(identity, content, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Decodes in both ways, which must agree, also on what they refuse.</summary>
    public byte[] Decode(BlobIdentity identity, ReadOnlySpan<byte> blob)
    {
        (byte[]? inPlace, Exception? refused) = DecodeInPlace(identity, blob.ToArray());
        try
        {
            using BlobContent content = Decoder.Decode(identity, blob);
            Assert.Equal(inPlace, content.Span.ToArray());
            return inPlace!;
        }
        catch (StoreException error)
        {
            Assert.Equal(error.GetType(), refused?.GetType());
            throw;
        }
    }

    private (byte[]? Content, Exception? Refused) DecodeInPlace(BlobIdentity identity, byte[] blob)
    {
        try
        {
            using BlobContent content = Decoder.DecodeInPlace(identity, blob);
            return (content.Span.ToArray(), null);
        }
        catch (StoreException error)
        {
            return (null, error);
        }
    }

    public void Dispose()
    {
        _encoders.ForEach(encoder => encoder.Dispose());
        Decoder.Dispose();
    }

    /// <summary>Keys that are given; the last one is current.</summary>
    internal sealed class FixedKeys(params EncryptionKey[] keys) : IKeyProvider
    {
        public EncryptionKey Current => keys[^1];

        public int Asked { get; private set; }

        public ValueTask<EncryptionKey?> GetCurrentKeyAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(keys.LastOrDefault());

        public ValueTask<EncryptionKey?> GetKeyAsync(string id, CancellationToken cancellationToken = default)
        {
            Asked++;
            return ValueTask.FromResult(Array.Find(keys, key => key.Id == id));
        }

        public ValueTask<EncryptionKey> CreateKeyAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(Current);
    }
}
