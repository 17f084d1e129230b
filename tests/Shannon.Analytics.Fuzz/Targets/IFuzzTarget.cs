namespace Shannon.Analytics.Fuzz.Targets;

/// <summary>One reader of foreign bytes. Not thread-safe.</summary>
internal interface IFuzzTarget
{
    /// <summary>Reads the input. Typed errors that are documented are caught; every other exception is a fault of the library.</summary>
    void Run(byte[] input);
}
