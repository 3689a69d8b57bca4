"""Every address of Handrail, and the gallery beside them."""

from handrail.ui.gallery import gallery_urls
from handrail.urls import urlpatterns as of_handrail

urlpatterns = [*of_handrail, *gallery_urls()]
