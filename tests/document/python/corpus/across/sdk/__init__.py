from .names import Client as ImmClient
from .names import models as imm_models
