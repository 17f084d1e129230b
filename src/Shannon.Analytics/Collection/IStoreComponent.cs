using Shannon.Analytics.Storage;

namespace Shannon.Analytics.Collection;

/// <summary>A component that works over a store and says over which one, so that what is built from it shares the store.</summary>
public interface IStoreComponent
{
    /// <summary>The store.</summary>
    IMetricStore Store { get; }
}
