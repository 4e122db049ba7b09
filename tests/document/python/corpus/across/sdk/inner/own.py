import sdk.names as module

own = module.models
